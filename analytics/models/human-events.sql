-- The accepted events without those of bots, as GA4 leaves known bots out: what figures about people count.
-- A server says of people, under a User-Agent of its own, what no page can tell, such as a purchase that a bank confirmed.
-- So only what was made in a page, or is nobody's, is left out. A row from before `is_bot` existed counts.
-- Nobody crawls a developer's own machine: who opens a headless browser there wants to see what it does.
select *
from events
where not coalesce(is_bot, false)
  or (visitor_id is not null and page_load is null)
  or page_url like 'http://localhost:%'
