// The page begins here.

import "virtual:tokens.css";
import "./ui/base.css";
import { mount } from "svelte";
import App from "./ui/App.svelte";

mount(App, { target: document.body });
