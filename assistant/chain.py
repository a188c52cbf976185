"""The story of one question as a LangChain chain, for the `quote` engine: rewrite, retrieve, read, quote or abstain.

The whole is a Runnable from `Question` to `Answer` with invoke, stream and batch, so that other LangChain programs can
put it into theirs. The `llm` engine branches: it is a graph (`assistant.generating`) of the same steps and its own.
"""

from functools import partial

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.steps import ChainParts, Step, quoted, read, retrieved, rewritten
from assistant.tracing import traced
from assistant.types import Answer, Question


def build_chain(parts: ChainParts) -> Runnable[Question, Answer]:
    """Join the steps for the `quote` engine."""
    retrieve = traced("retrieve", partial(retrieved, parts=parts))
    look = traced("read", partial(read, parts=parts))
    answer: Runnable[Step, Answer] = RunnableLambda(traced("quote", partial(quoted, parts=parts)))
    return RunnableLambda(traced("rewrite", rewritten)) | RunnableLambda(retrieve) | RunnableLambda(look) | answer
