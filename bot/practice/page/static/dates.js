// Dates and times as this person reads them: in their zone and their language.

function as(at, world, options) {
  return new Intl.DateTimeFormat(world.me.locale || "en-GB", { timeZone: world.me.tz, ...options }).format(new Date(at * 1000));
}

const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const MEDIUM = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };
const TIME = { hour: "numeric", minute: "2-digit" };

export function clock(at, world) {
  return as(at, world, { hour: "2-digit", minute: "2-digit" });
}

export function day(at, world) {
  return nearby(at, world, { weekday: "long", day: "numeric", month: "long" });
}

export function whole(at, world) {
  return as(at, world, { ...LONG, ...TIME });
}

function dayKey(at, world) {
  return as(at, world, { year: "numeric", month: "2-digit", day: "2-digit" });
}

function nearby(at, world, options) {
  const names = [["Today", 0], ["Yesterday", -86400], ["Tomorrow", 86400]];
  const known = names.find(([, away]) => dayKey(at, world) === dayKey(world.now + away, world));
  return known ? known[0] : as(at, world, options);
}

function ago(at, world) {
  const minutes = Math.round((world.now - at) / 60);
  const [amount, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"] : Math.abs(minutes) < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat(world.me.locale || "en-GB", { numeric: "auto" }).format(-amount, unit);
}

// Slack's tokens, as in {date_short} at {time}.
export function spokenDate(at, format, world) {
  const tokens = {
    date_num: () => as(at, world, { year: "numeric", month: "2-digit", day: "2-digit" }),
    date_slash: () => as(at, world, { year: "numeric", month: "2-digit", day: "2-digit" }),
    date: () => as(at, world, MEDIUM),
    date_short: () => as(at, world, SHORT),
    date_long: () => as(at, world, LONG),
    date_pretty: () => nearby(at, world, MEDIUM),
    date_short_pretty: () => nearby(at, world, SHORT),
    date_long_pretty: () => nearby(at, world, LONG),
    day_divider_pretty: () => nearby(at, world, { weekday: "long", day: "numeric", month: "long" }),
    time: () => as(at, world, TIME),
    time_secs: () => as(at, world, { ...TIME, second: "2-digit" }),
    ago: () => ago(at, world),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => tokens[name]?.() ?? whole);
}
