"""How many months can each fund pay (可支付月数), by city? From a data package, with pandas.

yibao export package FOLDER, then: python examples/pandas_example.py FOLDER
"""

import sys
from pathlib import Path

import pandas as pd

parquet = Path(sys.argv[1]) / "parquet"
funds = pd.read_parquet(parquet / "fct_fund_balance.parquet")  # codes are text, amounts exact decimals
funds = funds[(funds["scope"] == "whole") & funds["months_payable_computed"].notna()]
funds = funds.merge(pd.read_parquet(parquet / "dim_region.parquet")[["region_code", "name"]], on="region_code")
funds = funds.sort_values(["months_payable_computed", "region_code", "fiscal_year", "scheme_code"])
columns = ["region_code", "name", "fiscal_year", "scheme_code", "months_payable_stated", "months_payable_computed"]
print(funds[columns].to_string(index=False))
