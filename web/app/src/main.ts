// The page begins here.

import "virtual:tokens.css";
import "./ui/base.css";
import { mount } from "svelte";
import { texts } from "./model/texts.svelte.ts";
import App from "./ui/App.svelte";

await texts.begin();
mount(App, { target: document.body });
