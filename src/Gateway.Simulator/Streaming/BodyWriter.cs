using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Dialects;

namespace Gateway.Simulator.Streaming;

/// <summary>Writes an answer that is not streamed.</summary>
internal static class BodyWriter
{
    public static ReadOnlyMemory<byte> Write(Answer answer, ModelScript script, Dialect dialect) =>
        new JsonBuffer().Write(writer => WriteMembers(writer, answer, script, dialect));

    private static void WriteMembers(Utf8JsonWriter writer, Answer answer, ModelScript script, Dialect dialect)
    {
        AnswerJson.WriteHead(writer, "chat.completion", answer, answer.Created);
        dialect.WriteBeforeChoices(writer, answer.Model);
        if (script.ErrorMember is { } error)
        {
            writer.WritePropertyName("error");
            writer.WriteRawValue(error);
        }
        writer.WriteStartArray("choices");
        for (var index = 0; index < answer.Choices; index++)
        {
            WriteChoice(writer, index, answer, script, dialect);
        }
        writer.WriteEndArray();
        if (script.Usage != UsagePlacement.Never)
        {
            var usage = script.Fail == FailureMode.EmptyModelChunk ? default : answer.Usage;
            AnswerJson.WriteUsage(writer, dialect, usage);
            dialect.WriteAfterUsage(writer, usage, isStreamed: false);
        }
        dialect.WriteAfterChoices(writer);
    }

    private static void WriteChoice(Utf8JsonWriter writer, int index, Answer answer, ModelScript script, Dialect dialect)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", index);
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
        dialect.WriteChoiceExtras(writer);
        var reasonless = script.OmitFinish || script.Fail is FailureMode.ReasonlessDone or FailureMode.EmptyModelChunk;
        writer.WriteString("finish_reason", reasonless ? null : answer.FinishReason);
        dialect.WriteAfterFinish(writer, isFinished: true);
        writer.WriteEndObject();
    }
}
