using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Simulator.Dialects;

/// <summary>Writes /api/tags. What a model can do follows from its name, as far as the default models need it.</summary>
internal static class OllamaTags
{
    private const long Size = 4_700_000_000;
    private const int ContextLength = 32768;

    public static readonly DateTimeOffset Modified = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    public static void Write(Utf8JsonWriter writer, string model, bool withCapabilities)
    {
        writer.WriteString("name", model);
        writer.WriteString("model", model);
        writer.WriteString("modified_at", Modified);
        writer.WriteNumber("size", Size);
        writer.WriteString("digest", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model))));
        writer.WriteStartObject("details");
        writer.WriteString("parent_model", "");
        writer.WriteString("format", "gguf");
        writer.WriteString("family", Family(model));
        writer.WriteStartArray("families");
        writer.WriteStringValue(Family(model));
        writer.WriteEndArray();
        writer.WriteString("parameter_size", ParameterSize(model));
        writer.WriteString("quantization_level", "Q4_K_M");
        if (withCapabilities)
        {
            writer.WriteNumber("context_length", ContextLength);
        }
        writer.WriteEndObject();
        if (withCapabilities)
        {
            WriteCapabilities(writer, model);
        }
    }

    private static void WriteCapabilities(Utf8JsonWriter writer, string model)
    {
        string[] more = model switch
        {
            _ when model.Contains("-coder") => ["tools", "insert"],
            _ when model.Contains("vl:") => ["vision"],
            _ when model.StartsWith("deepseek-r1", StringComparison.Ordinal) => ["thinking"],
            _ when model.StartsWith("qwen3", StringComparison.Ordinal) => ["tools", "thinking"],
            _ => ["tools"],
        };
        writer.WriteStartArray("capabilities");
        foreach (var capability in more.Prepend("completion"))
        {
            writer.WriteStringValue(capability);
        }
        writer.WriteEndArray();
    }

    // The distilled deepseek-r1 shows the family of its base, which is how it can be told from the real one.
    private static string Family(string model) => model switch
    {
        _ when model.StartsWith("qwen3", StringComparison.Ordinal) => "qwen3",
        _ when model.StartsWith("qwen2.5vl", StringComparison.Ordinal) => "qwen25vl",
        _ => "qwen2",
    };

    private static string ParameterSize(string model) => Family(model) switch
    {
        "qwen3" => "8.2B",
        "qwen25vl" => "8.3B",
        _ => "7.6B",
    };
}
