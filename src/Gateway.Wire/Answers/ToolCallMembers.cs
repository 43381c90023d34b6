using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>The members of a piece of a tool call, as written in an event.</summary>
internal record struct ToolCallMembers
{
    /// <summary>The position of the first member.</summary>
    public int Inside { get; set; }

    /// <summary>The number of members it has, and will have after the edits.</summary>
    public int Count { get; set; }

    public JsonMember Index { get; set; }

    public JsonMember Id { get; set; }

    public JsonMember Type { get; set; }

    public JsonMember Function { get; set; }

    /// <summary>The position of the first member of the function's object; 0 when there is none.</summary>
    public int FunctionInside { get; set; }

    public int FunctionCount { get; set; }

    public JsonMember Name { get; set; }

    public JsonMember Arguments { get; set; }
}
