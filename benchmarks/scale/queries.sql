-- What a dashboard asks: the parameters stand for a region and a report that are there.
-- funds of a region over the years
select * from bi.wide_fund_balance where "行政区划代码" = $region order by "年度";
-- income and expense of all prefectures of a province, a year
select "地区", "年度", sum("基金收入（万元）"), sum("基金支出（万元）") from bi.wide_fund_balance
where left("行政区划代码", 2) = left($region, 2) and "基金收入可加总" group by all order by all;
-- insured of the country by year and scheme
select "年度", "险种", sum("参保人数（万人）") from bi.wide_enrollment where "参保人数可加总" group by all order by all;
-- money by program and stage
select "项目", "环节", "年度", sum("金额（万元）") from bi.wide_funding where "可加总" group by all order by all;
-- reports of a region with their findings
select "报告", "年度", "自评得分", "核对项数", "不符", "前后矛盾" from bi.wide_report where "行政区划代码" = $region
order by "年度";
-- the hundred worst findings of a province
select "地区", "核对对象", "填报值", "推算值", "差额" from bi.wide_finding
where left("行政区划代码", 2) = left($region, 2) and "严重程度" = '硬性' order by abs("差额") desc limit 100;
-- verdicts by rule
select rule_code, verdict, count(*) from marts.fct_reconciliation group by all order by all;
-- how often an indicator is lost points on
select "指标名称", count(*), avg("得分率（百分点）") from bi.wide_indicator_score
where "末级指标" and "自评得分" < "分值" group by all order by 2 desc, 1 limit 50;
-- one report: its indicator tree
select * from bi.wide_indicator_score where "报告编号" = $report order by "指标节点编号";
-- one report: its form
select * from bi.wide_statement_line where "报告编号" = $report order by "行次", "栏次代码";
-- one number back to its words
select * from marts.fct_number where report_id = $report and disposition = 'observation' order by char_start limit 50;
-- coverage of numbers
select disposition, count(*) from marts.fct_number group by all order by all
