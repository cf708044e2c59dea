import { mount } from 'svelte';
import App from './App.svelte';
import './theme/tokens.css';
import './theme/base.css';
import { startTheme } from './theme/theme';

const target = document.getElementById('app');
if (!target) throw new TypeError('index.html has no #app');

startTheme();
mount(App, { target });
