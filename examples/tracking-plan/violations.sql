select app_id, name, coalesce(plan_violations, message) as violation, count(*) as n
from rows
where plan_violations is not null or reason = 'plan_violation'
group by 1, 2, 3
order by n desc
