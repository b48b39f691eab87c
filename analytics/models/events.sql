-- The accepted events, one per (app_id, event_id). Delivery is at least once, so copies of one id may lie in several
-- files, hours and days; the day of an event is therefore derived from this view, after the copy is chosen.
-- Leaving the rejected copies out first is what makes "accepted beats rejected" true.
select
  event_id,
  app_id,
  name,
  status,
  reason,
  message,
  event_at,
  received_at,
  client_at,
  sent_at,
  page_load,
  seq,
  visitor_id,
  session_id,
  user_id,
  page_url,
  page_path,
  page_title,
  page_referrer,
  utm_source,
  utm_medium,
  utm_campaign,
  utm_term,
  utm_content,
  language,
  time_zone,
  screen_width,
  screen_height,
  viewport_width,
  viewport_height,
  sdk_version,
  dropped,
  props,
  flags,
  user_agent,
  collector_version,
  raw,
  raw_bytes,
  group_id,
  click_id,
  click_id_type,
  country,
  region,
  city,
  ip,
  browser,
  browser_version,
  os,
  device_class,
  is_bot,
  channel,
  referrer_host
from (
  select
    *,
    row_number() over (partition by app_id, event_id order by received_at) as copy
  from rows
  where status = 'accepted'
) as copies
where copy = 1
