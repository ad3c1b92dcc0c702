import '../../figures/figures.css';
import './style.css';

export { default } from 'vitepress/theme';
