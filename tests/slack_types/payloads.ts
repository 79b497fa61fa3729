// What we send to Slack, in Slack's own types: `make` turns this into .venv/.slack-types/schema.json.
// KnownBlock instead of AnyBlock, which takes a block of any type.
import type { HomeView, KnownBlock, MessageMetadata, ModalView } from "@slack/types";

type Known<View> = Omit<View, "blocks"> & { blocks: KnownBlock[] };

export type Blocks = KnownBlock[];
export type Metadata = MessageMetadata;
export type Home = Known<HomeView>;
export type Modal = Known<ModalView>;
