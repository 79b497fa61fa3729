"""Rewrites an exported encoder to int8, token by token, in the operators that run fastest.

Weights are int8 with a scale a column. What flows in is quantised token by token, not batch by
batch as onnxruntime's own dynamic quantisation does it: there a mention's neighbours in the batch
shift its embedding (measured: up to 0.035 in a coordinate), here they can't.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

#: onnxruntime's own operators.
_OWN = "com.microsoft"
#: Weights keep seven bits: processors without VNNI overflow on eight, and the same mention shall
#: get the same label on every machine.
_WEIGHT_TOP = 63
#: The word table keeps six: that moves an embedding by less than a thousandth, and the file packs
#: to three quarters.
_WORD_TOP = 31
#: Where zero lies in a quantised token …
_MIDDLE = 128
#: … and behind GELU, which never falls below -0.17: nearly all steps are left for what is above.
_GELU_ZERO = 20
_GELU_LEAST = 0.17
#: What stands behind a weight's name where it is in int8, and where its scale is.
INT8, SCALE = ".int8", ".scale"
#: A table with more rows than this is one of words.
_WORDS = 1000


def quantise(model: onnx.ModelProto, heads: int) -> None:
    """Rewrite every product with fixed weights, the word table and the attention. In place."""
    graph = model.graph
    rewriting = _Rewriting(graph, heads)
    nodes, constants = rewriting.nodes(), rewriting.constants
    kept = {i.name: i for i in graph.initializer} | constants
    nodes = _alive(nodes, {o.name for o in graph.output})
    used = {name for node in nodes for name in node.input}
    for field, values in (
        (graph.node, nodes),
        (graph.initializer, [tensor for name, tensor in kept.items() if name in used]),
        (graph.value_info, []),
    ):
        del field[:]
        field.extend(values)
    model.opset_import.append(helper.make_opsetid(_OWN, 1))
    onnx.checker.check_model(model)


def _alive(nodes: list[NodeProto], wanted: set[str]) -> list[NodeProto]:
    """The nodes that something is made of, without the exporter's notes on where they are from."""
    alive: list[NodeProto] = []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            del node.metadata_props[:]
            alive.append(node)
    return alive[::-1]


class _Rewriting:
    """One walk over a graph, in its order."""

    def __init__(self, graph: onnx.GraphProto, heads: int) -> None:
        self._graph = graph
        self._heads = heads
        self._weights = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self._types = {v.name: v.type.tensor_type.elem_type for v in graph.value_info}
        self._made_by = {out: node for node in graph.node for out in node.output}
        self._users: dict[str, list[NodeProto]] = defaultdict(list)
        for node in graph.node:
            for name in node.input:
                self._users[name].append(node)
        self._names: dict[str, str] = {}
        self._made: set[str] = set()
        self._nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}

    def nodes(self) -> list[NodeProto]:
        self._prepare()
        for node in self._graph.node:
            if not self._made.issuperset(node.output):
                self._rewrite(node)
        return self._nodes

    def _prepare(self) -> None:
        """What all products and all attention share: constants, and the mask."""
        self._constant("one", np.float32(1))
        self._constant("last_axis", np.array([-1]))
        self._constant("ones", np.array([1]))
        self._constant("middle_axes", np.array([1, 2]))
        self._constant("step", np.float32(1 / (_MIDDLE - 1)))
        self._constant("gelu_step", np.float32(1 / (255 - _GELU_ZERO)))
        self._constant("gelu_least", np.float32(_GELU_LEAST / _GELU_ZERO))
        self._add("Shape", ["input_ids"], "texts_tokens")
        self._add("Concat", ["texts_tokens", "ones"], "by_token", axis=0)
        for name, zero in (("middle", _MIDDLE), ("gelu_zero", _GELU_ZERO)):
            self._constant(name, np.uint8(zero))
            self._constant(f"{name}_1", np.full((1, 1, 1), zero, np.uint8))
            self._add("Expand", [f"{name}_1", "by_token"], f"{name}_by_token")
        self._add("Cast", ["attention_mask"], "is_token", to=TensorProto.BOOL)
        self._add("Unsqueeze", ["is_token", "middle_axes"], "are_tokens")
        self._add("Shape", ["input_ids"], "tokens", start=1)
        self._add("Concat", ["ones", "ones", "tokens", "ones"], "by_query", axis=0)
        self._add("Expand", ["are_tokens", "by_query"], "attended")

    def _rewrite(self, node: NodeProto) -> None:
        if node.op_type == "MatMul" and node.input[1] in self._weights:
            self._product(node)
        elif node.op_type == "Gather" and self._is_words(node.input[0]):
            self._lookup(node)
        elif node.op_type == "Attention" and all(self._split(i) for i in node.input[:3]):
            self._attention(node)
        else:
            self._nodes.append(node)
            self._made.update(node.output)

    # -- products --------------------------------------------------------------------------------

    def _product(self, node: NodeProto) -> None:
        """x·W as scale(x) · scale(W) · (int8(x)·int8(W)), and what follows it: bias and GELU."""
        (x, w), out = node.input, node.output[0]
        plus = self._only_user(out, "Add")
        bias = next((i for i in plus.input if i in self._weights), None) if plus else None
        name = self._quantised_weights(w, bias)
        zero = self._quantised(x, self._weights[w].shape[0])
        self._add(
            "MatMulIntegerToFloat",
            [f"{x}{INT8}", f"{name}{INT8}", "one", f"{name}{SCALE}", zero],
            f"{out}_unscaled", domain=_OWN,
        )  # fmt: skip
        self._add("Mul", [f"{out}_unscaled", f"{x}{SCALE}"], out)
        if plus is None or bias is None:
            return
        gelu = self._only_user(plus.output[0], "Gelu")
        if gelu is None:
            self._add("Add", [out, bias], plus.output[0])
        else:
            # By tanh: off by less than a step of int8, and a fifth faster.
            self._add("FastGelu", [out, bias], gelu.output[0], domain=_OWN)
            self._made.add(plus.output[0])

    def _quantised_weights(self, w: str, bias: str | None) -> str:
        """They are named after their bias, as torch has it: the exporter renames what it turns."""
        if w in self._names:
            return self._names[w]
        name = f"{bias.removesuffix('.bias')}.weight" if bias else w
        if name in self._names.values():
            # The exporter keeps equal biases once; such weights are none that anybody trained.
            name = w
        self._names[w] = name
        weights = self._weights[w]
        scale = np.maximum(np.abs(weights).max(axis=0) / _WEIGHT_TOP, 1e-9).astype(np.float32)
        self._constant(f"{name}{INT8}", np.rint(weights / scale).astype(np.int8))
        self._constant(f"{name}{SCALE}", scale)
        return name

    def _quantised(self, x: str, width: int) -> str:
        """Quantise once what query, key and value share; the name of its zero.

        A token of zeros has the scale 0, and whatever it is quantised to becomes 0 again.
        """
        gelu = self._made_by[x].op_type == "Gelu"
        zero = "gelu_zero" if gelu else "middle"
        if f"{x}{INT8}" in self._made:
            return zero
        if gelu:
            self._add("ReduceMax", [x, "last_axis"], f"{x}_most")
            self._add("Mul", [f"{x}_most", "gelu_step"], f"{x}_needed")
            self._add("Max", [f"{x}_needed", "gelu_least"], f"{x}{SCALE}")
        else:
            self._add("Abs", [x], f"{x}_abs")
            self._add("ReduceMax", [f"{x}_abs", "last_axis"], f"{x}_most")
            self._add("Mul", [f"{x}_most", "step"], f"{x}{SCALE}")
        # A block as wide as a token: the one form in which scales need not be known beforehand.
        self._add(
            "QuantizeLinear", [x, f"{x}{SCALE}", f"{zero}_by_token"], f"{x}{INT8}",
            axis=-1, block_size=width,
        )  # fmt: skip
        return zero

    # -- words and attention ---------------------------------------------------------------------

    def _is_words(self, name: str) -> bool:
        table = self._weights.get(name)
        return table is not None and table.ndim == 2 and len(table) > _WORDS

    def _lookup(self, node: NodeProto) -> None:
        (name, words), out = node.input, node.output[0]
        table = self._weights[name]
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / _WORD_TOP, 1e-9).astype(
            np.float32
        )
        self._constant(f"{name}{INT8}", np.rint(table / scale).astype(np.int8))
        self._constant(f"{name}{SCALE}", scale)
        self._add("Gather", [f"{name}{INT8}", words], f"{out}{INT8}")
        self._add("Gather", [f"{name}{SCALE}", words], f"{out}{SCALE}")
        self._add("Cast", [f"{out}{INT8}"], f"{out}_float", to=TensorProto.FLOAT)
        self._add("Mul", [f"{out}_float", f"{out}{SCALE}"], out)

    def _attention(self, node: NodeProto) -> None:
        """Without turning query, key and value by hand: the operator reads them as they are."""
        given = [self._split(name) for name in node.input[:3]]
        turned = self._users[node.output[0]][0]
        joined = self._users[turned.output[0]][0]
        # A mask of yes and no is the padding; one of numbers says more, such as the distance.
        padding = self._types.get(node.input[3]) == TensorProto.BOOL
        mask = "attended" if padding else node.input[3]
        self._add(
            "Attention", [*given, mask], joined.output[0],
            q_num_heads=self._heads, kv_num_heads=self._heads,
            scale=next(a.f for a in node.attribute if a.name == "scale"),
        )  # fmt: skip
        self._made.update((*node.output, *turned.output))

    def _split(self, name: str) -> str:
        """What was split into heads and turned; empty if it came about otherwise."""
        turned = self._made_by.get(name)
        split = self._made_by.get(turned.input[0]) if turned is not None else None
        fits = (
            turned is not None and turned.op_type == "Transpose"
            and split is not None and split.op_type == "Reshape"
        )  # fmt: skip
        return split.input[0] if fits and split is not None else ""

    # -- building blocks -------------------------------------------------------------------------

    def _only_user(self, name: str, op_type: str) -> NodeProto | None:
        users = self._users[name]
        return users[0] if len(users) == 1 and users[0].op_type == op_type else None

    def _constant(self, name: str, value: NDArray[np.generic] | np.generic) -> None:
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)

    def _add(
        self, op_type: str, given: list[str], made: str, *, domain: str = "", **attributes: Any
    ) -> None:
        node = helper.make_node(op_type, given, [made], domain=domain, **attributes)
        self._nodes.append(node)
        self._made.add(made)
