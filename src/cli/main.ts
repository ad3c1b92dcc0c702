#!/usr/bin/env node
import { runProgram } from './program';
import { survivingClosedStreams } from './survivingClosedStreams';

process.exitCode = await survivingClosedStreams(() => runProgram(process.argv.slice(2)));
