export const help = `Sends made-up visitors of the example shop to a running pipeline, so that its dashboards show something.

  npm run simulate -- --visitors 200 --days 14

  --visitors <n>     how many visitors, 1 to 100000; default 200
  --days <n>         how many days back the history begins, 1 to 14; default 14
  --until <time>     when the history ends, such as 2026-01-31T12:00:00Z; default now
  --seed <n>         another number gives another history; the same --seed and --until give the same; default 1
  --url <url>        the pipeline; default http://localhost:8080, or localhost at the port in PORT
  --app <id>         the app that the events are for; default shop
  --concurrency <n>  visitors sending at the same time, 1 to 64; default 8
  --dry-run          send nothing, only say what would be sent
  --help             this text
`;
