namespace Gateway.Clients.Tests.Rigs;

/// <summary>What a simulated model answers.</summary>
public enum Scenario
{
    /// <summary>Twenty words to a prompt of one token.</summary>
    Text,

    /// <summary>Two tool calls at once.</summary>
    Tools,

    /// <summary>Reasoning in the field of the provider, then text.</summary>
    Reasoning,

    /// <summary>Reasoning in tags at the start of the text.</summary>
    ThinkTags,

    /// <summary>A call of a tool that <c>cn</c> has, and text once it got the result.</summary>
    ToolRun,
}
