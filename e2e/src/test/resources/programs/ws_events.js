// Events by node-ws over the network while a profile is made and deleted: ws_events.js URL CERTIFICATE KEY
'use strict';
const fs = require('fs');
const https = require('https');
const WebSocket = require('ws');

const [url, certificate, key] = process.argv.slice(2);
const tls = {cert: fs.readFileSync(certificate), key: fs.readFileSync(key), rejectUnauthorized: false};

function ask(method, path, body, then) {
  const request = https.request(url + path, {...tls, method}, reply => {
    reply.resume();
    reply.on('end', () => reply.statusCode < 300 ? then() : fail(`${method} ${path}: ${reply.statusCode}`));
  });
  request.on('error', fail);
  request.end(body);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const events = new WebSocket(url.replace('https', 'wss') + '/1.0/events?type=lifecycle', tls);
const seen = [];
events.on('error', fail);
events.on('open', () => ask('POST', '/1.0/profiles', '{"name": "node-events"}',
  () => ask('DELETE', '/1.0/profiles/node-events', undefined, () => {})));
events.on('message', data => {
  const event = JSON.parse(data);
  if (event.metadata.source === '/1.0/profiles/node-events') {
    seen.push(event.metadata.action);
  }
  if (seen.length === 2) {
    events.close();
  }
});
events.on('close', () => seen.join() === 'profile-created,profile-deleted' ? process.exit(0) : fail(seen.join()));
setTimeout(() => fail('nothing more came after: ' + seen.join()), 30000).unref();
