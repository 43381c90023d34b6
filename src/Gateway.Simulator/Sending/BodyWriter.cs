using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.Ollama;
using Gateway.Simulator.Json;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>Writes an answer that is not streamed.</summary>
internal static class BodyWriter
{
    public static ReadOnlyMemory<byte> Write(Answer answer, ModelScript script, Dialect dialect, ChatRequest request) =>
        new JsonBuffer().Write(writer => WriteMembers(writer, answer, script, dialect, request));

    private static void WriteMembers(Utf8JsonWriter writer, Answer answer, ModelScript script, Dialect dialect, ChatRequest request)
    {
        if (request.Form == RequestForm.Infill)
        {
            InfillJson.Write(writer, answer);
            return;
        }
        if (dialect.ChoicesFirst)
        {
            WriteChoices(writer, answer, script, dialect, request);
        }
        AnswerJson.WriteHead(writer, AnswerJson.TypeOf(request, isChunk: false), answer, answer.Created);
        dialect.WriteBeforeChoices(writer, answer.Model);
        if (script.ErrorMember is { } error)
        {
            writer.WritePropertyName("error");
            writer.WriteRawValue(error);
        }
        if (!dialect.ChoicesFirst)
        {
            WriteChoices(writer, answer, script, dialect, request);
        }
        if (script.Usage != UsagePlacement.Never)
        {
            var usage = script.Fail == FailureMode.EmptyModelChunk ? default : answer.Usage;
            AnswerJson.WriteUsage(writer, dialect, usage);
            dialect.WriteAfterUsage(writer, usage, isStreamed: false);
        }
        dialect.WriteAfterChoices(writer);
    }

    private static void WriteChoices(Utf8JsonWriter writer, Answer answer, ModelScript script, Dialect dialect, ChatRequest request)
    {
        writer.WriteStartArray("choices");
        for (var index = 0; index < answer.Choices; index++)
        {
            WriteChoice(writer, index, answer, script, dialect, request);
        }
        writer.WriteEndArray();
    }

    private static void WriteChoice(
        Utf8JsonWriter writer, int index, Answer answer, ModelScript script, Dialect dialect, ChatRequest request)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", index);
        WriteSaid(writer, answer, script, dialect, request);
        dialect.WriteChoiceExtras(writer);
        var reasonless = script.OmitFinish || script.Fail is FailureMode.ReasonlessDone or FailureMode.EmptyModelChunk;
        writer.WriteString("finish_reason", reasonless ? null : answer.FinishReason);
        dialect.WriteAfterFinish(writer, isFinished: true);
        if (dialect.TellsLogprobs && request.TopLogprobs is { } top)
        {
            Logprobs.Write(writer, answer.Pieces, top);
        }
        writer.WriteEndObject();
    }

    private static void WriteSaid(Utf8JsonWriter writer, Answer answer, ModelScript script, Dialect dialect, ChatRequest request)
    {
        if (request.Form == RequestForm.Completion)
        {
            writer.WriteString("text", answer.Content ?? "");
            return;
        }
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        dialect.WriteMessage(writer, answer, AnswerJson.ReasoningField(script, dialect));
        if (answer.HasToolCalls)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in answer.ToolCalls())
            {
                AnswerJson.WriteToolCall(writer, call, withIndex: dialect is OllamaDialect);
            }
            writer.WriteEndArray();
        }
        if (answer.FunctionCall() is { } function)
        {
            AnswerJson.WriteFunctionCall(writer, function);
        }
        writer.WriteEndObject();
    }
}
