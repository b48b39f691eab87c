-- What `human_events` leaves out, by the name in the User-Agent: Googlebot, HeadlessChrome.
select
  coalesce(
    nullif(regexp_extract(user_agent, '[A-Za-z-]*([Bb]ot|[Cc]rawl|[Ss]pider|Headless)[A-Za-z-]*'), ''),
    user_agent,
    'no User-Agent'
  ) as bot,
  count(*) as events
from events
where is_bot
  and (visitor_id is null or page_load is not null)
  and not coalesce(page_url like 'http://localhost:%', false)
group by 1
order by events desc, bot
limit 5
