import * as provider from '@ai-sdk/openai-compatible';
import * as ai from 'ai';
import { reader } from './ai-sdk.mjs';

export const read = reader(ai, provider);
