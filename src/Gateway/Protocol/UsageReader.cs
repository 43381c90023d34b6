using System.Text.Json;

namespace Gateway.Protocol;

/// <summary>
/// Reads the figures of a <c>usage</c> object, by all names that backends give them. What is no plausible count (negative, huge, a
/// fraction, a string) is passed over as if it were not there.
/// </summary>
internal static class UsageReader
{
    /// <param name="json">Stands at the beginning of the object, and afterwards at its end.</param>
    public static TokenUsage Read(ref Utf8JsonReader json)
    {
        int? prompt = null, output = null, cached = null, missed = null, reasoning = null;
        (int? Special, int? Audio, int? Images) promptParts = default, outputParts = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8))
            {
                prompt = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("completion_tokens"u8))
            {
                output = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("prompt_tokens_details"u8))
            {
                promptParts = ReadParts(ref json, "cached_tokens"u8);
            }
            else if (json.ValueTextEquals("completion_tokens_details"u8))
            {
                outputParts = ReadParts(ref json, "reasoning_tokens"u8);
            }
            else if (json.ValueTextEquals("prompt_cache_hit_tokens"u8))
            {
                cached = ReadCount(ref json);
            }
            else if (json.ValueTextEquals("prompt_cache_miss_tokens"u8))
            {
                missed = ReadCount(ref json);
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

        return new TokenUsage
        {
            // DeepSeek's two halves of the prompt tell it as well.
            Prompt = prompt ?? (cached + missed is { } sum and <= TokenUsage.MaxCount ? sum : null),
            Cached = Larger(cached, promptParts.Special),
            PromptAudio = promptParts.Audio,
            PromptImages = promptParts.Images,
            Output = output,
            Reasoning = Larger(reasoning, outputParts.Special),
            OutputAudio = outputParts.Audio,
            OutputImages = outputParts.Images,
        };
    }

    /// <summary>Reads llama.cpp's <c>timings</c>, which it also sends where it tells no usage.</summary>
    /// <param name="json">Stands at the beginning of the object, and afterwards at its end.</param>
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

        // prompt_n leaves out what was cached, so without that figure it says too little.
        return new TokenUsage { Prompt = prompt + cached is { } sum and <= TokenUsage.MaxCount ? sum : null, Cached = cached, Output = output };
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
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var count) && count is >= 0 and <= TokenUsage.MaxCount)
        {
            return count;
        }

        json.Skip();
        return null;
    }

    // SiliconFlow tells one figure by two names; a 0 by one of them must not hide the other.
    private static int? Larger(int? one, int? other) => one > other ? one : other ?? one;
}
