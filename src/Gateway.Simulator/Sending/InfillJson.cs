using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;

namespace Gateway.Simulator.Sending;

/// <summary>Writes the answers of llama.cpp's server when it fills a gap. It has its own format, without choices.</summary>
internal static class InfillJson
{
    public static void Write(Utf8JsonWriter writer, Answer answer, Chunk chunk)
    {
        writer.WriteNumber("index", 0);
        writer.WriteString("content", chunk.Piece?.Content ?? "");
        writer.WriteStartArray("tokens");
        writer.WriteEndArray();
        WriteEnd(writer, answer, chunk.Kind == ChunkKind.Finish, chunk.Usage);
    }

    /// <summary>An answer that is not streamed.</summary>
    public static void Write(Utf8JsonWriter writer, Answer answer)
    {
        writer.WriteNumber("index", 0);
        writer.WriteString("content", answer.Content ?? "");
        WriteEnd(writer, answer, isEnd: true, answer.Usage);
    }

    private static void WriteEnd(Utf8JsonWriter writer, Answer answer, bool isEnd, Usage usage)
    {
        writer.WriteNumber("id_slot", isEnd ? 0 : -1);
        writer.WriteBoolean("stop", isEnd);
        if (isEnd)
        {
            writer.WriteString("model", answer.Model);
        }
        writer.WriteNumber("tokens_predicted", usage.Completion);
        writer.WriteNumber("tokens_evaluated", usage.Prompt);
        if (isEnd)
        {
            writer.WriteBoolean("truncated", false);
            writer.WriteString("stop_type", answer.FinishReason == "length" ? "limit" : "eos");
            writer.WriteString("stopping_word", "");
        }
    }
}
