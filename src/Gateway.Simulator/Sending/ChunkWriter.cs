using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.Ollama;
using Gateway.Simulator.Json;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>Writes the JSON of the chunks of one stream.</summary>
internal sealed class ChunkWriter(Answer answer, ChatRequest request, ModelScript script, Dialect dialect, TimeProvider time)
{
    private readonly JsonBuffer _json = new();
    private readonly bool _repeatsRole = script.RepeatRole ?? dialect.RepeatsRole(answer);
    private readonly string _reasoningField = AnswerJson.ReasoningField(script, dialect);
    private readonly UsagePlacement _placement = script.Usage ?? dialect.Usage;

    /// <summary>Writes the JSON of a chunk, which is valid until the next call.</summary>
    public ReadOnlyMemory<byte> Write(Chunk chunk) => _json.Write(writer => WriteMembers(writer, chunk));

    /// <summary>The chunk with which Ollama hides its errors, member by member.</summary>
    public ReadOnlyMemory<byte> WriteEmptyModel() => _json.Write(writer =>
    {
        AnswerJson.WriteHead(writer, AnswerJson.TypeOf(request, isChunk: true), answer with { Model = "" }, answer.Created);
        writer.WriteString("system_fingerprint", "fp_ollama");
        OddChunks.WriteChoice(writer, "", null, null, _repeatsRole, request.Form);
    });

    /// <summary>A chunk whose choice holds an error.</summary>
    public ReadOnlyMemory<byte> WriteErrorInChoice(string error) => _json.Write(writer =>
    {
        AnswerJson.WriteHead(writer, AnswerJson.TypeOf(request, isChunk: true), answer, answer.Created);
        OddChunks.WriteChoice(writer, "", "error", LateErrors.Flat(error), form: request.Form);
    });

    private void WriteMembers(Utf8JsonWriter writer, Chunk chunk)
    {
        if (request.Form == RequestForm.Infill)
        {
            InfillJson.Write(writer, answer, chunk);
            return;
        }
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
        AnswerJson.WriteHead(writer, AnswerJson.TypeOf(request, isChunk: true), answer, created);
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
        WriteSaid(writer, chunk);
        dialect.WriteChoiceExtras(writer);
        if (dialect.TellsLogprobs && request.TopLogprobs is { } top && chunk.Piece is { Content: not null } said)
        {
            Logprobs.Write(writer, [said], top);
        }
        if (!dialect.ChoicesFirst)
        {
            writer.WriteString("finish_reason", reason);
        }
        dialect.WriteAfterFinish(writer, reason is not null);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteSaid(Utf8JsonWriter writer, Chunk chunk)
    {
        if (request.Form == RequestForm.Completion)
        {
            writer.WriteString("text", chunk.Piece?.Content ?? "");
            return;
        }
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
    }

    private void WriteUsage(Utf8JsonWriter writer, Chunk chunk)
    {
        var atEnd = _placement is UsagePlacement.LastChunk or UsagePlacement.LastChunkIfAsked;
        if (dialect.TellsProgress && (chunk.Kind == ChunkKind.Progress || (request.WantsTimings && chunk.Kind == ChunkKind.Piece)))
        {
            dialect.WriteProgress(writer, chunk.Usage, chunk.Kind == ChunkKind.Progress ? chunk.Processed : null);
        }
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
        else if (chunk.Kind == ChunkKind.Finish && _placement == UsagePlacement.LastChunkIfAsked && !request.IncludeUsage)
        {
            dialect.WriteInsteadOfUsage(writer, chunk.Usage);
        }
        else if (request is { Form: RequestForm.Completion, IncludeUsage: true } && dialect is OllamaDialect)
        {
            // While it does not know the counts yet, it writes zeros.
            AnswerJson.WriteUsage(writer, dialect, default);
        }
        else if (dialect.NullUsageOnChunks && (_placement == UsagePlacement.OnFinish || (atEnd && request.IncludeUsage)))
        {
            writer.WriteNull("usage");
        }
    }
}
