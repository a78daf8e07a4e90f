import { WebSocketServer } from 'ws';

/**
 * A speech engine that answers every frame by a partial turn whose text is the frame's number, so that its
 * sender can tell how long it took. Argument: port.
 */
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  perMessageDeflate: false,
});
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'session.end') socket.close();
    if (message.type !== 'audio.input') return;
    const text = String(message.sequence);
    socket.send(JSON.stringify({ type: 'transcript.partial', speaker: 'caller', text }));
  });
});
