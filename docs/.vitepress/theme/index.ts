import DefaultTheme from 'vitepress/theme'; // first, so that the styles below win

import '../../figures/figures.css';
import './style.css';

export default DefaultTheme;
