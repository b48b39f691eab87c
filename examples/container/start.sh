apps='{"shop":{"origins":["https://shop.example.com"]}}'
export RIACHO_APPS="${RIACHO_APPS:-$apps}"
export RIACHO_STREAM="${RIACHO_STREAM:-events}"
export AWS_REGION="${AWS_REGION:-eu-west-1}"
export PORT="${PORT:-8080}"
exec node collector/dist/node.mjs
