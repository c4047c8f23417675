"""A Spark session for extraction; the models have theirs from profiles.yml, with the same environment variables."""

from __future__ import annotations

import os
import sys

from pyspark.sql import SparkSession

from ingest.dbt import PROJECT


def open_session() -> SparkSession:
    """The session of this process. Its workers run this Python and find yibao in this checkout."""
    host = os.environ.get("YIBAO_SPARK_HOST", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", host)
    settings = {
        "spark.driver.bindAddress": host,
        "spark.driver.host": host,
        "spark.driver.memory": os.environ.get("YIBAO_SPARK_DRIVER_MEMORY", "2g"),
        "spark.executor.memory": os.environ.get("YIBAO_SPARK_EXECUTOR_MEMORY", "1g"),
        "spark.executorEnv.PYTHONPATH": str(PROJECT),
        "spark.sql.execution.arrow.maxRecordsPerBatch": "50",  # whole files, not lines of a table
        "spark.sql.files.openCostInBytes": str(256 * 1024),  # a report is small: hundreds of them to a partition
        "spark.sql.ansi.enabled": "true",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": os.environ.get("YIBAO_SPARK_LOG", "FATAL"),
    }
    builder = SparkSession.builder.appName("yibao").master(
        os.environ.get("YIBAO_SPARK_MASTER", "local-cluster[2,1,1024]")
    )
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
