# How many months can each fund pay (可支付月数), by city? From a data package, with base R.
# yibao export package FOLDER, then: Rscript examples/r_example.R FOLDER

csv <- file.path(commandArgs(trailingOnly = TRUE)[1], "csv")
codes <- c(region_code = "character", scheme_code = "character") # or 000000 becomes 0
read <- function(name, ...) read.csv(file.path(csv, name), encoding = "UTF-8", na.strings = "", ...)
funds <- read("fct_fund_balance.csv", colClasses = codes)
regions <- read("dim_region.csv", colClasses = "character")[c("region_code", "name")]
funds <- subset(funds, scope == "whole" & !is.na(months_payable_computed))
funds <- merge(funds, regions, by = "region_code")
funds <- funds[order(funds$months_payable_computed, funds$region_code, funds$fiscal_year, funds$scheme_code), ]
columns <- c("region_code", "name", "fiscal_year", "scheme_code", "months_payable_stated", "months_payable_computed")
options(width = 200)
print(funds[columns], row.names = FALSE, digits = 12)
