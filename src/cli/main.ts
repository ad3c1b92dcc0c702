#!/usr/bin/env node
import { runProgram } from './program';
import { whileStreamsLast } from './whileStreamsLast';

process.exitCode = await whileStreamsLast(() => runProgram(process.argv.slice(2)));
