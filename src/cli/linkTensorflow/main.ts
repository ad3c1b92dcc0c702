#!/usr/bin/env node
import { linkTensorflow } from './linkTensorflow';

process.exitCode = linkTensorflow(process.argv.slice(2));
