import DefaultTheme from 'vitepress/theme'; // first, so that the styles below win
import { h } from 'vue';

import '../../figures/figures.css';
import OtherVersion from './OtherVersion.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-before': () => h(OtherVersion) }),
};
