"""dbt in this process, as spark.dbt calls it: the workers that it called are sent home where it ends."""

from __future__ import annotations

import atexit
import sys

from ingest.dbt_process import main


@atexit.register
def _stop() -> None:
    context = getattr(sys.modules.get("pyspark"), "SparkContext", None)
    if context and context._active_spark_context:
        context._active_spark_context.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
