select
  device_class as device,
  browser,
  count(distinct session_id) as sessions
from human_events
where session_id is not null and device_class is not null and device_class <> 'bot'
group by device_class, browser
order by sessions desc, device, browser
limit 10
