/* The page behind the QR of a leaflet. The code and the services stand after "#", which is never sent: this
   script reads them, asks for the names of many services, looks its own up and answers with the code's hash. */
"use strict";
(() => {
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const SIGNS = 12;
  const MODULUS = 37;
  const NUMBER = /^[0-9a-f]{10}$/;
  const MOST_SERVICES = 20;
  const SAME_LOOK = { А: "A", В: "B", Е: "E", К: "K", М: "M", Н: "H", О: "0", Р: "P", С: "C", Т: "T", У: "Y", Х: "X", І: "1", O: "0", I: "1", L: "1" };
  const page = document.getElementById("slip");
  const byHand = document.getElementById("by-hand");
  const state = document.getElementById("state");
  const told = (key) => page.querySelector(`[data-word="${key}"]`).textContent;

  /* As neuvola_core.codes.plain: nothing between the signs, look-alikes mended, digits of any script. */
  const plain = (typed) =>
    [...typed.normalize("NFKC")]
      .map((sign) => digit(sign) ?? sign.toUpperCase())
      .filter((sign) => /[\p{L}\p{N}]/u.test(sign))
      .map((sign) => SAME_LOOK[sign] ?? sign)
      .join("");
  const digit = (sign) => {
    if (!/\p{Nd}/u.test(sign)) return undefined;
    let first = sign.codePointAt(0);
    while (first > 0 && /\p{Nd}/u.test(String.fromCodePoint(first - 1)) && sign.codePointAt(0) - first < 9) first -= 1;
    return String(sign.codePointAt(0) - first);
  };
  const isWhole = (code) => {
    if (code.length !== SIGNS || [...code].some((sign) => !ALPHABET.includes(sign))) return false;
    const sum = [...code.slice(0, -1)].reduce((sofar, sign, place) => sofar + (place + 1) * ALPHABET.indexOf(sign), 0);
    return sum % MODULUS === ALPHABET.indexOf(code.at(-1));
  };
  const canHash = () => Boolean(globalThis.crypto?.subtle);
  const hashed = async (code) => {
    const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`slip|${code}`));
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  /* What is sent of a code: its hash; on a page without a safe line there is no hashing, so the code itself. */
  const sent = async (code) => (canHash() ? { slip: await hashed(code) } : { code });

  const say = (place, words) => {
    place.textContent = words;
    place.hidden = !words;
  };

  const namesOf = async (beginning) => {
    const asked = new URLSearchParams({ of: beginning, lang: page.dataset.language });
    const answer = await fetch(`/slip/names?${asked}`, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Error("names");
    return answer.json();
  };
  const named = async (numbers) => {
    const depth = Number(page.dataset.depth);
    const beginnings = [...new Set(numbers.map((number) => number.slice(0, depth)))].sort();
    const known = (await Promise.all(beginnings.map(namesOf))).flat();
    const byNumber = (number) => known.find((one) => one.id.replaceAll("-", "").startsWith(number));
    return numbers.map(byNumber);
  };

  /* Obstacles are asked for only where there may have been one. */
  const followObstacle = (form) => {
    const box = form.querySelector(".obstacle");
    const follow = () => {
      const chosen = form.querySelector("[name=helped]:checked");
      box.hidden = !chosen || chosen.value === "sai";
      if (box.hidden) box.querySelector("select").value = "";
    };
    form.addEventListener("change", follow);
    follow();
  };

  const thank = (form) => {
    const thanks = document.createElement("p");
    thanks.className = "thanks";
    thanks.setAttribute("role", "status");
    thanks.textContent = `${told("thanks")} ${told("thanks.text")}`;
    const heading = form.querySelector("h2");
    form.replaceChildren(heading, thanks);
    heading.focus();
    if (!page.querySelector("form button")) history.replaceState(null, "", location.href);
  };

  const send = async (form, slip, service) => {
    const alert = form.querySelector(".told");
    const button = form.querySelector("button");
    const fields = new FormData(form);
    const text = fields.get("text");
    const refuse = (reason) => {
      form.dataset.asked = reason === "ask" ? text : "";
      say(alert, told(reason));
      const faulty = { "missing-helped": "[name=helped]", refused: "textarea", ask: "textarea", long: "textarea" }[reason];
      form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
      if (faulty) {
        const field = form.querySelector(faulty);
        field.setAttribute("aria-invalid", "true");
        field.focus();
      }
    };
    if (!fields.get("helped")) return refuse("missing-helped");
    button.disabled = true;
    try {
      const answer = await fetch("/slip/answers", {
        method: "POST",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          ...slip,
          service,
          helped: fields.get("helped"),
          obstacle: fields.get("obstacle"),
          text,
          confirmed: Boolean(text) && form.dataset.asked === text,
        }),
      });
      if (answer.ok) return thank(form);
      const { reason } = await answer.json();
      refuse(page.querySelector(`[data-word="${reason}"]`) ? reason : "failed");
    } catch {
      refuse("failed");
    } finally {
      button.disabled = false;
    }
  };

  const ask = (one, number, slip) => {
    const form = document.getElementById("service").content.cloneNode(true).querySelector("form");
    const heading = form.querySelector("h2");
    const alert = form.querySelector(".told");
    const name = heading.querySelector("bdi");
    name.textContent = one.name;
    name.lang = one.lang;
    heading.id = `service-${number}`;
    alert.id = `told-${number}`;
    form.setAttribute("aria-labelledby", heading.id);
    form.querySelectorAll("input, textarea").forEach((field) => field.setAttribute("aria-describedby", alert.id));
    followObstacle(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, slip, one.id);
    });
    document.getElementById("services").append(form);
  };

  /* The link is kept for this tab alone, out of the address and so out of the list of visited pages. */
  const link = () => {
    const fragment = location.hash.slice(1) || history.state?.slip || "";
    if (fragment) history.replaceState({ slip: fragment }, "", location.pathname + location.search);
    return fragment;
  };
  const carryOver = (fragment) =>
    document.querySelectorAll(".languages a").forEach((one) => one.setAttribute("href", `${one.getAttribute("href")}#${fragment}`));

  const read = async (fragment) => {
    const [first, ...rest] = fragment.split(".");
    const code = plain(first);
    const numbers = [...new Set(rest.filter((number) => NUMBER.test(number)))].slice(0, MOST_SERVICES);
    if (!isWhole(code) || !numbers.length) return say(state, told("link-cut"));
    byHand.hidden = true;
    say(state, told("looking"));
    let found = [];
    try {
      found = await named(numbers);
    } catch {
      byHand.hidden = false;
      return say(state, told("failed"));
    }
    const slip = await sent(code);
    found.forEach((one, number) => one && ask(one, number, slip));
    say(state, found.every(Boolean) ? "" : told("gone"));
    byHand.hidden = found.some(Boolean);
  };

  /* The form by hand: what is typed is checked here, and its hash goes in its place. */
  const followForm = (form) => {
    followObstacle(form);
    form.addEventListener("submit", async (event) => {
      const field = form.querySelector("#code");
      const code = field ? plain(field.value) : "";
      if (!field || !isWhole(code) || !canHash()) return;
      event.preventDefault();
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = "slip";
      hidden.value = await hashed(code);
      field.disabled = true;
      form.append(hidden);
      form.submit();
    });
  };

  followForm(byHand.querySelector("form"));
  const fragment = link();
  if (fragment) {
    carryOver(fragment);
    read(fragment);
  }
})();
