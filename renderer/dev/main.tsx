import { start } from '../app/start.js';
import { FakeBridge } from './fake-bridge.js';
import { play } from './play.js';
import { SCENES, type SceneName } from './scenes.js';

const wish = new URLSearchParams(location.search);
const name = (wish.get('scene') ?? 'idle') as SceneName;
const scene = SCENES[name](Date.now());
if (scene) {
  const theme = wish.get('theme') === 'light' ? 'light' : 'dark';
  const language = wish.get('language') === 'zh-CN' ? 'zh-CN' : 'en';
  const bridge = new FakeBridge({ ...scene, preferences: { theme, language } });
  start(document.getElementById('root'), bridge);
  if (wish.has('play')) play(bridge);
  const keys = wish.get('keys');
  if (keys !== null)
    setTimeout(() => {
      for (const part of keys.split(',')) {
        const ctrlKey = part.startsWith('^');
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(
          new KeyboardEvent('keydown', {
            key: ctrlKey ? part.slice(1) : part,
            ctrlKey,
            bubbles: true,
            cancelable: true,
          }),
        );
      }
    }, 400);
} else start(document.getElementById('root'), undefined);
