using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Streaming;

/// <summary>Writes the JSON of the chunks of one stream.</summary>
internal sealed class ChunkWriter(Answer answer, ChatRequest request, ModelScript script, Dialect dialect, TimeProvider time)
{
    private readonly JsonBuffer _json = new();
    private readonly bool _repeatsRole = script.RepeatRole ?? dialect.RepeatsRole(answer);
    private readonly string _reasoningField = AnswerJson.ReasoningField(script, dialect);
    private readonly UsagePlacement _placement = script.Usage ?? dialect.Usage;

    /// <summary>The JSON of a chunk, which holds until the next call.</summary>
    public ReadOnlyMemory<byte> Write(Chunk chunk) => _json.Write(writer => WriteMembers(writer, chunk));

    /// <summary>The chunk behind which Ollama loses its errors, member by member.</summary>
    public ReadOnlyMemory<byte> WriteEmptyModel() => _json.Write(writer =>
    {
        AnswerJson.WriteHead(writer, "chat.completion.chunk", answer with { Model = "" }, answer.Created);
        writer.WriteString("system_fingerprint", "fp_ollama");
        OddChunks.WriteChoice(writer, "", null, null);
    });

    /// <summary>A chunk whose choice holds an error.</summary>
    public ReadOnlyMemory<byte> WriteErrorInChoice(string error) => _json.Write(writer =>
    {
        AnswerJson.WriteHead(writer, "chat.completion.chunk", answer, answer.Created);
        OddChunks.WriteChoice(writer, "", "error", LateErrors.Flat(error));
    });

    private void WriteMembers(Utf8JsonWriter writer, Chunk chunk)
    {
        var created = dialect.CreatedPerChunk ? time.GetUtcNow().ToUnixTimeSeconds() : answer.Created;
        if (dialect.ChoicesFirst)
        {
            WriteChoices(writer, chunk);
        }
        if (script.ErrorMember is { } error)
        {
            writer.WritePropertyName("error");
            writer.WriteRawValue(error);
        }
        AnswerJson.WriteHead(writer, "chat.completion.chunk", answer, created);
        dialect.WriteBeforeChoices(writer, answer.Model);
        if (!dialect.ChoicesFirst)
        {
            WriteChoices(writer, chunk);
        }
        dialect.WriteAfterChoices(writer);
        WriteUsage(writer, chunk);
    }

    private void WriteChoices(Utf8JsonWriter writer, Chunk chunk)
    {
        if (chunk.Kind != ChunkKind.Usage)
        {
            WriteChoice(writer, chunk);
        }
        else if (!script.UsageWithoutChoices)
        {
            writer.WriteStartArray("choices");
            writer.WriteEndArray();
        }
    }

    private void WriteChoice(Utf8JsonWriter writer, Chunk chunk)
    {
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        var reason = chunk.Kind == ChunkKind.Finish || script.FinishOnEveryChunk ? answer.FinishReason : null;
        if (dialect.ChoicesFirst)
        {
            writer.WriteString("finish_reason", reason);
        }
        writer.WriteNumber("index", chunk.Choice);
        writer.WriteStartObject("delta");
        dialect.WriteDelta(writer, new Delta(chunk.Kind, chunk.IsFirst || _repeatsRole, chunk.Piece, _reasoningField));
        if (chunk.Piece?.Tool is { } tool)
        {
            writer.WriteStartArray("tool_calls");
            AnswerJson.WriteToolCall(writer, tool, withIndex: true);
            writer.WriteEndArray();
        }
        if (chunk.Piece?.Function is { } function)
        {
            AnswerJson.WriteFunctionCall(writer, function);
        }
        writer.WriteEndObject();
        dialect.WriteChoiceExtras(writer);
        if (!dialect.ChoicesFirst)
        {
            writer.WriteString("finish_reason", reason);
        }
        dialect.WriteAfterFinish(writer, reason is not null);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteUsage(Utf8JsonWriter writer, Chunk chunk)
    {
        var atEnd = _placement is UsagePlacement.LastChunk or UsagePlacement.LastChunkIfAsked;
        if (_placement == UsagePlacement.EveryChunk
            || (_placement == UsagePlacement.OnFinish && chunk.Kind == ChunkKind.Finish)
            || chunk.Kind == ChunkKind.Usage)
        {
            AnswerJson.WriteUsage(writer, dialect, chunk.Usage);
            if (chunk.Kind == ChunkKind.Usage)
            {
                dialect.WriteAfterUsage(writer, chunk.Usage, isStreamed: true);
            }
        }
        else if (dialect.NullUsageOnChunks && (_placement == UsagePlacement.OnFinish || (atEnd && request.IncludeUsage)))
        {
            writer.WriteNull("usage");
        }
    }
}
