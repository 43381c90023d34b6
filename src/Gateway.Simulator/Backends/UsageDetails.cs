using System.Text.Json;
using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Backends;

/// <summary>Writes the details inside a usage, in OpenAI's words.</summary>
internal static class UsageDetails
{
    public static void WriteCached(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", 0);
        writer.WriteEndObject();
    }

    public static void WriteReasoning(Utf8JsonWriter writer, Usage usage)
    {
        writer.WriteStartObject("completion_tokens_details");
        writer.WriteNumber("reasoning_tokens", usage.Reasoning);
        writer.WriteEndObject();
    }
}
