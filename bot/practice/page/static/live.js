// Hears that something changed. A browser allows few open connections to one address, so of all
// tabs only one holds the stream; it passes the news on to the others.

const CHANNEL = "practice-slack-live";

export function follow(heard) {
  const among = new BroadcastChannel(CHANNEL);
  among.onmessage = (event) => heard(event.data);
  const hold = () => new Promise(() => {
    const stream = new EventSource("/page/live");
    stream.onmessage = (event) => {
      const { revision } = JSON.parse(event.data);
      heard(revision);
      among.postMessage(revision);
    };
  });
  if (navigator.locks) navigator.locks.request(CHANNEL, hold);
  else hold();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && heard(null));
}
