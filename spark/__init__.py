"""Past one machine: the same models and the same extractor on Spark (分布式引擎), as `make spark` runs them."""
