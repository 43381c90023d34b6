using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>The JSON that chunks and whole bodies share.</summary>
internal static class AnswerJson
{
    /// <summary>The field for reasoning that is not inside the content.</summary>
    public static string ReasoningField(ModelScript script, Dialect dialect) =>
        script.ReasoningField is null or "think" ? dialect.ReasoningField : script.ReasoningField;

    /// <summary>The object type of an answer.</summary>
    public static string TypeOf(ChatRequest request, bool isChunk) =>
        request.Form == RequestForm.Completion ? "text_completion" : isChunk ? "chat.completion.chunk" : "chat.completion";

    public static void WriteHead(Utf8JsonWriter writer, string type, Answer answer, long created)
    {
        writer.WriteString("id", answer.Id);
        writer.WriteString("object", type);
        writer.WriteNumber("created", created);
        writer.WriteString("model", answer.Model);
    }

    public static void WriteUsage(Utf8JsonWriter writer, Dialect dialect, Usage usage)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", usage.Prompt);
        writer.WriteNumber("completion_tokens", usage.Completion);
        writer.WriteNumber("total_tokens", usage.Total);
        dialect.WriteUsageExtras(writer, usage);
        writer.WriteEndObject();
    }

    /// <summary>Writes a call in the older function-call form, from before tools.</summary>
    public static void WriteFunctionCall(Utf8JsonWriter writer, ToolPiece call)
    {
        writer.WriteStartObject("function_call");
        if (call.Begins)
        {
            writer.WriteString("name", call.Name);
        }
        writer.WriteString("arguments", call.Arguments);
        writer.WriteEndObject();
    }

    public static void WriteToolCall(Utf8JsonWriter writer, ToolPiece call, bool withIndex)
    {
        writer.WriteStartObject();
        if (withIndex)
        {
            writer.WriteNumber("index", call.Index);
        }
        if (call.Name is not null)
        {
            writer.WriteString("id", call.Id);
            writer.WriteString("type", "function");
        }
        else if (call.ExplicitNulls)
        {
            writer.WriteNull("id");
            writer.WriteNull("type");
        }
        writer.WriteStartObject("function");
        if (call.Name is not null)
        {
            writer.WriteString("name", call.Name);
        }
        if (call.AsObject)
        {
            writer.WritePropertyName("arguments");
            writer.WriteRawValue(call.Arguments, skipInputValidation: true);
        }
        else
        {
            writer.WriteString("arguments", call.Arguments);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
