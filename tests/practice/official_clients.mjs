// What Slack's own Node clients do with practice Slack. The first argument is the JSON file of
// facts that the command prints; every check that fails is a line, and the exit code says so.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ErrorCode, WebClient } from '@slack/web-api';
import { SocketModeClient } from '@slack/socket-mode';
import bolt from '@slack/bolt';

const facts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const slackApiUrl = facts.base_url;
const quiet = { setLevel() {}, getLevel: () => 'error', setName() {}, debug() {}, info() {}, warn() {}, error() {} };
const clientOptions = { slackApiUrl, retryConfig: { retries: 0 }, logger: quiet };
const client = new WebClient(facts.bot_token, clientOptions);
const [housing, channel] = ['U0HOUSE001', 'C0HARROW01'];
const words = (text) => ({ type: 'plain_text', text });
const button = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: words('Go'), value: '1' }] }];
const modal = {
  type: 'modal',
  callback_id: 'words',
  title: words('A reflection'),
  submit: words('Save'),
  blocks: [
    { type: 'input', block_id: 'w', label: words('What happened?'), element: { type: 'plain_text_input', action_id: 'w' } },
    {
      type: 'section',
      block_id: 's',
      text: words('Which trial?'),
      accessory: { type: 'external_select', action_id: 'trial', min_query_length: 0 },
    },
  ],
};

async function control(name, body = {}) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(facts.controls[name], { method: 'POST', headers, body: JSON.stringify(body) });
  return answer.json();
}

const interact = (type, more) => control('interact', { type, user: housing, ...more });
const refusal = (call) => call.then(() => 'ok', (error) => error.data?.error ?? error.code);

const heard = [];
async function hears(name, which = () => true) {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const found = heard.find(([kind, what]) => kind === name && which(what));
    if (found) return found[1];
    await pause(10);
  }
  throw new Error(`the app never heard ${name}`);
}

async function webApi() {
  const me = await client.auth.test();
  assert.ok(me.bot_id && me.response_metadata.scopes.includes('chat:write'));
  const people = new Set();
  for await (const page of client.paginate('users.list', { limit: 3 })) page.members.forEach((one) => people.add(one.id));
  assert.ok(people.has(housing) && people.size > 6);
  const metadata = { event_type: 'prompt', event_payload: { round: 1 } };
  const posted = await client.chat.postMessage({ channel, text: 'Hello', blocks: button, metadata });
  const found = await client.conversations.history({ channel, limit: 1, include_all_metadata: true });
  assert.deepEqual(found.messages[0].metadata, metadata);
  const changed = await client.chat.update({ channel, ts: posted.ts, text: 'Changed', blocks: [] });
  assert.equal(changed.text, 'Changed');
  await client.reactions.add({ channel, timestamp: posted.ts, name: 'seedling' });
  assert.equal(await refusal(client.reactions.add({ channel, timestamp: posted.ts, name: 'seedling' })), 'already_reacted');
  assert.ok((await client.conversations.open({ users: housing })).channel.id.startsWith('D'));
  await client.views.publish({ user_id: housing, view: { type: 'home', blocks: button } });
  const wrong = [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }];
  assert.equal(await refusal(client.chat.postMessage({ channel, text: 'x', blocks: wrong })), 'invalid_blocks');
  assert.equal(await refusal(client.apiCall('no.such')), 'unknown_method');
  const sent = await client.filesUploadV2({ channel_id: channel, file: Buffer.from('words'), filename: 'words.txt' });
  assert.ok(sent.files.length);
  await control('fail', { method: 'team.info', error: 'ratelimited', retry_after: 7 });
  const impatient = new WebClient(facts.bot_token, { ...clientOptions, rejectRateLimitedCalls: true });
  await assert.rejects(impatient.team.info(), { code: ErrorCode.RateLimitedError, retryAfter: 7 });
}

async function socketMode() {
  // The client waits for as long as it waits for a ping before it connects again.
  const options = { appToken: facts.app_token, clientOptions, logger: quiet, clientPingTimeout: 300 };
  const socket = new SocketModeClient(options);
  socket.on('slack_event', async ({ ack, body, type }) => {
    heard.push([`raw ${type}`, body]);
    await ack();
  });
  await socket.start();
  const { ts } = await control('message', { user: housing, channel, text: 'raw' });
  const { authorizations, event_id } = await hears('raw events_api', (body) => body.event.ts === ts);
  assert.ok(authorizations[0].is_bot && event_id);
  await control('disconnect');
  const again = await control('message', { user: housing, channel, text: 'After a new connection' });
  await hears('raw events_api', (body) => body.event.ts === again.ts);
  await socket.disconnect();
}

function listen(app) {
  app.message(async ({ message }) => heard.push(['message', message]));
  app.shortcut('ask', async ({ ack, body, client }) => {
    await ack();
    heard.push(['opened', await client.views.open({ trigger_id: body.trigger_id, view: modal })]);
  });
  app.options('trial', ({ ack, body }) => ack({ options: [{ text: words(body.value), value: 'one' }] }));
  app.view('words', async ({ ack, view }) => {
    const said = view.state.values.w.w.value;
    heard.push(['submitted', said]);
    await (said === 'bad' ? ack({ response_action: 'errors', errors: { w: 'Too bad' } }) : ack());
  });
  app.action('go', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Done', replace_original: true });
    heard.push(['pressed', true]);
  });
  app.command('/learn', async ({ ack, body }) => {
    await ack({ text: `You said ${body.text}` });
  });
}

async function conversation(app) {
  listen(app);
  heard.length = 0;
  const { ts } = await control('message', { user: housing, channel, text: 'Hello' });
  await hears('message', (message) => message.ts === ts);
  await interact('shortcut', { callback_id: 'ask' });
  const { view } = await hears('opened');
  const offered = await interact('block_suggestion', { view_id: view.id, action_id: 'trial', value: 'hud' });
  assert.equal(offered.response.options[0].text.text, 'hud');
  const refused = await interact('view_submission', { view_id: view.id, values: { w: 'bad' } });
  assert.deepEqual(refused.response, { response_action: 'errors', errors: { w: 'Too bad' } });
  assert.ok((await interact('view_submission', { view_id: view.id, values: { w: 'fine' } })).ok);
  await hears('submitted', (said) => said === 'fine');
  const posted = await client.chat.postMessage({ channel, text: 'Press', blocks: button });
  await interact('block_actions', { channel, ts: posted.ts, action_id: 'go' });
  await hears('pressed');
  const now = await client.conversations.history({ channel, latest: posted.ts, oldest: posted.ts, inclusive: true });
  assert.equal(now.messages[0].text, 'Done');
  const answered = await interact('slash_command', { channel, command: '/learn', text: 'a lot' });
  assert.equal(answered.response.text ?? answered.response, 'You said a lot');
}

async function boltOverSockets() {
  const app = new bolt.App({ token: facts.bot_token, appToken: facts.app_token, socketMode: true, clientOptions, logger: quiet });
  await app.start();
  await conversation(app);
  await app.stop();
}

async function boltOverHttp() {
  const app = new bolt.App({ token: facts.bot_token, signingSecret: facts.signing_secret, clientOptions, logger: quiet });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${server.address().port}/slack/events`;
  assert.deepEqual(await control('events_url', { url }), { ok: true, url });
  await conversation(app);
  await control('events_url', { url: null });
  await app.stop();
}

let failed = false;
for (const part of [webApi, socketMode, boltOverSockets, boltOverHttp]) {
  try {
    await part();
    console.log(`${part.name}: fine`);
  } catch (error) {
    failed = true;
    console.log(`${part.name}: ${error.stack}`);
  }
}
process.exit(failed ? 1 : 0);
