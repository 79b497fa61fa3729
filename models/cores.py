"""How many cores one product of matrices may take."""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def one_core_a_product() -> None:
    """From now on, in this process. Our products are small, and batches share the cores already:
    beside other work a second core is waited for a hundred times as long as it saves."""
    threadpool_limits(limits=1, user_api="blas")
