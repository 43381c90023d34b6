using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Usage;

/// <summary>
/// Reads the counts of a <c>usage</c> object under all names that backends use. Implausible counts (negative, huge, a fraction, a
/// string) are ignored as if absent.
/// </summary>
internal static class UsageReader
{
    /// <param name="json">Positioned at the start of the object; left at its end.</param>
    public static TokenUsage Read(ref Utf8JsonReader json)
    {
        int? prompt = null, input = null, output = null, total = null, cached = null, missed = null, read = null, written = null,
            reasoning = null;
        (int? Special, int? Audio, int? Images) promptParts = default, outputParts = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8))
            {
                prompt = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("input_tokens"u8))
            {
                input = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("completion_tokens"u8) || json.ValueTextEquals("output_tokens"u8))
            {
                output = Larger(output, ReadCount(ref json));
            }
            else if (json.ValueTextEquals("total_tokens"u8))
            {
                total = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("prompt_tokens_details"u8) || json.ValueTextEquals("input_tokens_details"u8))
            {
                promptParts = Known(ReadParts(ref json, "cached_tokens"u8), promptParts);
            }
            else if (json.ValueTextEquals("completion_tokens_details"u8) || json.ValueTextEquals("output_tokens_details"u8))
            {
                outputParts = Known(ReadParts(ref json, "reasoning_tokens"u8), outputParts);
            }
            else if (json.ValueTextEquals("prompt_cache_hit_tokens"u8))
            {
                cached = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("prompt_cache_miss_tokens"u8))
            {
                missed = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("cached_tokens"u8))
            {
                // Moonshot.
                cached = Larger(cached, ReadCount(ref json));
            }
            else if (json.ValueTextEquals("cache_read_input_tokens"u8))
            {
                read = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                written = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("reasoning_tokens"u8))
            {
                // SGLang.
                reasoning = ReadCount(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        // Anthropic's input leaves out what was written to and read from the cache; a reported total shows which servers do not.
        var isWholeInput = total is not null && total == Sum(input, output);
        input = isWholeInput ? input : Sum(Sum(input, read ?? 0), written ?? 0);
        // DeepSeek's two halves of the prompt tell it as well.
        prompt = Larger(prompt, input) ?? Sum(cached, missed);
        return new TokenUsage
        {
            Prompt = prompt ?? Rest(total, output),
            Cached = Larger(Larger(cached, read), promptParts.Special),
            CacheWrite = written,
            PromptAudio = promptParts.Audio,
            PromptImages = promptParts.Images,
            // Some count reasoning in the total but not in the answer; it is paid for all the same.
            Output = Larger(output, Rest(total, prompt)),
            Reasoning = Larger(reasoning, outputParts.Special),
            OutputAudio = outputParts.Audio,
            OutputImages = outputParts.Images,
        };
    }

    /// <summary>Reads llama.cpp's <c>timings</c>, which it also sends when it reports no usage.</summary>
    /// <param name="json">Positioned at the start of the object; left at its end.</param>
    public static TokenUsage ReadTimings(ref Utf8JsonReader json)
    {
        int? prompt = null, cached = null, output = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_n"u8))
            {
                prompt = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("cache_n"u8))
            {
                cached = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("predicted_n"u8))
            {
                output = ReadCount(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        // prompt_n leaves out cached tokens, so without that number it is too low.
        return new TokenUsage { Prompt = Sum(prompt, cached), Cached = cached, Output = output };
    }

    private static (int? Special, int? Audio, int? Images) ReadParts(ref Utf8JsonReader json, ReadOnlySpan<byte> special)
    {
        (int? Special, int? Audio, int? Images) parts = default;
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return parts;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(special))
            {
                parts.Special = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("audio_tokens"u8))
            {
                parts.Audio = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("image_tokens"u8))
            {
                parts.Images = ReadCount(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return parts;
    }

    private static int? ReadCount(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number
            && WholeNumber.TryRead(json.ValueSpan, out var count)
            && count is >= 0 and <= TokenUsage.MaxCount)
        {
            return (int)count;
        }

        json.Skip();
        return null;
    }

    private static (int? Special, int? Audio, int? Images) Known(
        (int? Special, int? Audio, int? Images) later, (int? Special, int? Audio, int? Images) before) =>
        (later.Special ?? before.Special, later.Audio ?? before.Audio, later.Images ?? before.Images);

    private static int? Sum(int? one, int? other) => one + other is { } sum and <= TokenUsage.MaxCount ? sum : null;

    private static int? Rest(int? whole, int? part) => whole >= part ? whole - part : null;

    // SiliconFlow reports one count under two names; a 0 in one must not hide the other.
    private static int? Larger(int? one, int? other) => one > other ? one : other ?? one;
}
