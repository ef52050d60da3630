// Emoji by their names, as far as practice needs them; others are shown as :name:.

const SIGNS = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", seedling: "🌱", bookmark: "🔖", eyes: "👀", heart: "❤️",
  white_check_mark: "✅", heavy_check_mark: "✔️", tada: "🎉", raised_hands: "🙌", clap: "👏", pray: "🙏", wave: "👋",
  thinking_face: "🤔", thinking: "🤔", bulb: "💡", question: "❓", grey_question: "❔", exclamation: "❗", smile: "😄", slightly_smiling_face: "🙂",
  smiley: "😃", grinning: "😀", joy: "😂", wink: "😉", blush: "😊", cry: "😢", sob: "😭", disappointed: "😞", worried: "😟", open_mouth: "😮",
  sunny: "☀️", cloud: "☁️", rainbow: "🌈", star: "⭐", sparkles: "✨", fire: "🔥", rocket: "🚀", memo: "📝", pencil: "✏️", pencil2: "✏️",
  calendar: "📅", date: "📅", clock1: "🕐", hourglass: "⌛", alarm_clock: "⏰", bell: "🔔", no_bell: "🔕", email: "✉️", envelope: "✉️", link: "🔗",
  paperclip: "📎", pushpin: "📌", round_pushpin: "📍", mag: "🔍", lock: "🔒", unlock: "🔓", key: "🔑", warning: "⚠️", x: "❌", no_entry: "⛔",
  information_source: "ℹ️", speech_balloon: "💬", thought_balloon: "💭", busts_in_silhouette: "👥", bust_in_silhouette: "👤", house: "🏠", office: "🏢",
  books: "📚", book: "📖", newspaper: "📰", bar_chart: "📊", chart_with_upwards_trend: "📈", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️",
  arrow_down: "⬇️", repeat: "🔁", leftwards_arrow_with_hook: "↩️", deciduous_tree: "🌳", evergreen_tree: "🌲", herb: "🌿", leaves: "🍃",
  handshake: "🤝", muscle: "💪", ear: "👂", coffee: "☕", cake: "🍰", hand: "✋", raised_hand: "✋", ok_hand: "👌", point_right: "👉", test_tube: "🧪",
  compass: "🧭", jigsaw: "🧩", bricks: "🧱", see_no_evil: "🙈", "100": "💯", large_blue_circle: "🔵", red_circle: "🔴", white_circle: "⚪", black_circle: "⚫",
};

export const OFFERED = ["seedling", "bookmark", "eyes", "+1", "white_check_mark", "heart", "raised_hands", "tada", "pray", "bulb", "thinking_face", "question"];

// Where no font here has pictures for emoji, their names say more than an empty box.
export const drawn = (() => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "16px sans-serif";
  return pen.measureText("\u{1F331}").width !== pen.measureText("\u{10FFFE}").width;
})();

export function emoji(name) {
  const sign = drawn ? SIGNS[name.split("::")[0]] : null;
  return sign ?? `:${name}:`;
}
