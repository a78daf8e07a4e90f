import { createServer } from 'node:http';

/** What everything is compared with: the smallest JSON server that Node can be. Argument: port. */
const body = JSON.stringify({ hello: 'world' });
const headers = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };

createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1');
