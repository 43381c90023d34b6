using System.Text.Json;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Sending;

/// <summary>Chunks that are not part of an answer, and so are written member by member.</summary>
internal static class OddChunks
{
    private const string Verdicts = """{"hate":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}}""";

    /// <summary>Azure's filter result for the prompt, before the answer.</summary>
    public static readonly string PromptFilter = $$"""
        {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{{Verdicts}}}]}
        """;

    /// <summary>Azure's filter result for the answer, after its text.</summary>
    public static readonly string AnswerFilter =
        "{\"choices\":[{\"content_filter_offsets\":{\"check_offset\":0,\"start_offset\":0,\"end_offset\":9},"
        + $"\"content_filter_results\":{Verdicts},"
        + "\"delta\":{},\"finish_reason\":null,\"index\":0}],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\"}";

    public static void WriteChoice(
        Utf8JsonWriter writer, string content, string? reason, string? error, bool withRole = false, RequestForm form = RequestForm.Chat)
    {
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        if (form == RequestForm.Completion)
        {
            writer.WriteString("text", content);
        }
        else
        {
            writer.WriteStartObject("delta");
            if (withRole)
            {
                writer.WriteString("role", "assistant");
            }
            writer.WriteString("content", content);
            writer.WriteEndObject();
        }
        writer.WriteString("finish_reason", reason);
        if (error is not null)
        {
            writer.WritePropertyName("error");
            writer.WriteRawValue(error);
        }
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
