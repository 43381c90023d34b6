using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>The position of the delta or message in a choice, and of what may have to be changed there.</summary>
internal record struct DeltaShape
{
    /// <summary>The position of the member's name.</summary>
    public JsonRange Name { get; set; }

    /// <summary>The position of the member's value when that is not an object.</summary>
    public JsonRange NoObject { get; set; }

    /// <summary>The position of the members inside it; 0 for none.</summary>
    public int Inside { get; set; }

    /// <summary>The number of members inside it after all edits.</summary>
    public int Members { get; set; }

    /// <summary>The member <c>content</c>: its name, and its value of any type.</summary>
    public JsonRange ContentName { get; set; }

    public JsonRange ContentValue { get; set; }

    /// <summary>The value of a role that is an empty string.</summary>
    public JsonRange EmptyRole { get; set; }
}
