// A stream's door that stores nothing: answers PutRecords as Kinesis does where it took every record. Prints its URL.
//
//   node bench/put-server.mjs node:http      HTTP/1.1
//   node bench/put-server.mjs node:http2     HTTP/2 without TLS
const { createServer } = await import(process.argv[2]);

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const { Records } = JSON.parse(Buffer.concat(parts).toString());
    const stored = Records.map((_, n) => ({ SequenceNumber: String(n), ShardId: "shardId-000000000000" }));
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ FailedRecordCount: 0, Records: stored }));
  });
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
