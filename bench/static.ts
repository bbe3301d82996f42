import { createServer } from 'node:http';

// The same number of bytes for everybody: what the load generator can take when the server has nothing to do.
const body = JSON.stringify({
  items: Array.from({ length: 50 }, (_, i) => ({ id: i, name: `Location ${i}`, timezone: 'Europe/Zurich' })),
});
const server = createServer((_, response) => {
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  console.log(`ready http://127.0.0.1:${port}`);
});
