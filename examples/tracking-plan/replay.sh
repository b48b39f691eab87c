npm run replay -- --rejected --since 2026-01-31 --reason plan_violation --dry-run
npm run replay -- --rejected --since 2026-01-31 --reason plan_violation
npm run query -- "select event_id, event_at, replayed_at from events where replayed_at is not null"
